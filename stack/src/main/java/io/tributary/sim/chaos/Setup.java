package io.tributary.sim.chaos;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.tcp.TcpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What has to be known before the world is made. */
final class Setup {
    static final int CLIENT = 0;
    static final int SERVER = 1;
    static final String[] NAMES = {"client", "server"};

    final HostSetup[] hosts = {new HostSetup(), new HostSetup()};
    final List<PathSetup> paths = new ArrayList<>();
    final List<TalkSetup> talks = new ArrayList<>();

    /** One host's settings. */
    static final class HostSetup {
        TcpConfig tcp = TcpConfig.DEFAULT;
        MptcpConfig mptcp = MptcpConfig.DEFAULT;
        boolean checksum;
        boolean plainListener;
        final List<Endpoint> endpoints = new ArrayList<>();

        void tcp(UnaryOperator<TcpConfig> change) {
            tcp = change.apply(tcp);
        }

        void mptcp(UnaryOperator<MptcpConfig> change) {
            mptcp = change.apply(mptcp);
        }

        MptcpConfig complete() {
            return mptcp.with(mptcp.paths().withEndpoints(endpoints));
        }
    }

    /** A link between the two hosts, with its own addresses of one family. */
    record PathSetup(boolean v4, int mtu, long bitsPerSecond, long delayNs, int queuePackets) {
    }

    /** One connection and the two applications that use it. */
    record TalkSetup(int path, long startNs, TalkerSetup client, TalkerSetup server) {
        TalkerSetup of(int side) {
            return side == CLIENT ? client : server;
        }
    }

    /**
     * An application.
     *
     * @param bytes      it writes in all
     * @param chunk      and at a time
     * @param pauseNs    between its writes
     * @param readChunk  most it reads at a time
     * @param readNs     between its readings; 0: it reads all as it comes
     * @param endsLast   it ends its direction only after the other has
     * @param sendRing   most bytes it has in hand to the stack
     * @param receiveRing most bytes the stack has in hand for it
     */
    record TalkerSetup(int bytes, int chunk, long pauseNs, int readChunk, long readNs, boolean endsLast, int sendRing, int receiveRing) {
        @Override
        public String toString() {
            return bytes + " bytes by " + chunk + (pauseNs > 0 ? " every " + Ingredient.ms(pauseNs) : "")
                + (readNs > 0 ? ", reads " + readChunk + " every " + Ingredient.ms(readNs) : "") + (endsLast ? ", ends last" : "")
                + ", rings " + sendRing + "/" + receiveRing;
        }
    }
}
