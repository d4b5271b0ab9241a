package io.tributary.convert.main.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The Unix socket of one instance, mode 0600. A lock on {@code PATH.lock}, kept as long as the instance lives, makes it the
 * only one; a socket file that a dead instance left is replaced.
 */
public final class ControlSocket implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private final ServerSocketChannel channel;

    private ControlSocket(Path path, FileChannel lockFile, ServerSocketChannel channel) {
        this.path = path;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /** @throws InUseException if another instance lives on this path */
    public static ControlSocket open(Path path) throws IOException, InUseException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel lockFile = FileChannel.open(Path.of(path + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!locked(lockFile)) {
                throw new InUseException(path);
            }
            return new ControlSocket(path, lockFile, bind(path));
        } catch (IOException | InUseException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Bound in a private folder and moved into place: nobody can connect before the mode is right. */
    private static ServerSocketChannel bind(Path path) throws IOException {
        Path folder = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".c");
        Path hidden = folder.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(hidden));
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(hidden);
            throw e;
        } finally {
            Files.delete(folder);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
        lockFile.close();
    }

    /** Another instance has the socket. */
    public static final class InUseException extends Exception {
        private static final long serialVersionUID = 1L;

        InUseException(Path path) {
            super("another instance runs with the control socket " + path);
        }
    }
}
