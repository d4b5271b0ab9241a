package io.tributary.mptcp;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.NewReno;
import java.util.ArrayList;
import java.util.List;

/** NewReno that writes down what each of its controllers hears of losses, in the order in which they were made. */
final class LossLog implements CongestionAlgorithm {
    record Loss(long from, long to, long sentNs, long foundNs) {
    }

    private final List<Control> controls = new ArrayList<>();
    private int groups;

    private static final class Control implements CongestionControl {
        private final NewReno window;
        private final List<Loss> losses = new ArrayList<>();
        private int events;
        private boolean closed;

        Control(CongestionSettings settings, int mss) {
            window = new NewReno(settings, mss);
        }

        @Override
        public void onLost(long from, long to, long sentNs, long nowNs) {
            losses.add(new Loss(from, to, sentNs, nowNs));
        }

        @Override
        public void onCongestion(long flightSize, long nowNs) {
            events++;
            window.onCongestion(flightSize, nowNs);
        }

        @Override
        public void onTimeout(long flightSize, boolean first, long nowNs) {
            events++;
            window.onTimeout(flightSize, first, nowNs);
        }

        @Override
        public void onClosed() {
            closed = true;
        }

        @Override
        public void onAck(AckSample s) {
            window.onAck(s);
        }

        @Override
        public void onSpuriousLoss(long nowNs) {
            window.onSpuriousLoss(nowNs);
        }

        @Override
        public void onRecovered(long inFlight, long nowNs) {
            window.onRecovered(inFlight, nowNs);
        }

        @Override
        public void onHandshakeLoss() {
            window.onHandshakeLoss();
        }

        @Override
        public void onIdle(long idleNs, boolean beyondTimeout, long nowNs) {
            window.onIdle(idleNs, beyondTimeout, nowNs);
        }

        @Override
        public void onMss(int mss) {
            window.onMss(mss);
        }

        @Override
        public long cwnd() {
            return window.cwnd();
        }

        @Override
        public long ssthresh() {
            return window.ssthresh();
        }

        @Override
        public String name() {
            return "log";
        }
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public CongestionControl controller(CongestionSettings settings, int mss) {
        controls.add(new Control(settings, mss));
        return controls.get(controls.size() - 1);
    }

    @Override
    public CongestionAlgorithm group() {
        groups++;
        return new CongestionAlgorithm() {
            @Override
            public String name() {
                return "log";
            }

            @Override
            public CongestionControl controller(CongestionSettings settings, int mss) {
                return LossLog.this.controller(settings, mss);
            }
        };
    }

    int groups() {
        return groups;
    }

    int controllers() {
        return controls.size();
    }

    List<Loss> of(int subflow) {
        return controls.get(subflow).losses;
    }

    int events(int subflow) {
        return controls.get(subflow).events;
    }

    boolean isOver(int subflow) {
        return controls.get(subflow).closed;
    }
}
