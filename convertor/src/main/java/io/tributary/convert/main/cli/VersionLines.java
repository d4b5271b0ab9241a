package io.tributary.convert.main.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code --version}: ours, the JDK's, the kernel's. */
final class VersionLines implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String ours = VersionLines.class.getPackage().getImplementationVersion();
        return new String[] {
            "tributary " + (ours == null ? "(not packaged)" : ours),
            "Java " + System.getProperty("java.runtime.version") + " " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")};
    }
}
