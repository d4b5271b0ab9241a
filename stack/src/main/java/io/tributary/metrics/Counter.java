package io.tributary.metrics;

/**
 * Everything that is counted, each with the label scripts see and a sentence. Labels are the kernel's MIB names where the
 * meaning is the same (those without a prefix of ours), else they start with {@code Trib}.
 */
public enum Counter {
    IP_IN_RECEIVES("IpInReceives", "IP packets received"),
    IP_IN_HDR_ERRORS("IpInHdrErrors", "packets dropped for a broken IP header"),
    IP_IN_DISCARDS("IpInDiscards", "packets dropped though nothing was wrong with them: limits, policy"),
    IP_OUT_REQUESTS("IpOutRequests", "IP packets written"),
    IP_FORW_DATAGRAMS("IpForwDatagrams", "packets passed on because they are not ours"),
    IP_REASM_REQDS("IpReasmReqds", "fragments received"),
    IP_REASM_OKS("IpReasmOKs", "packets put together from fragments"),
    IP_REASM_FAILS("IpReasmFails", "fragments given up: time-out, overlap, limit"),
    IP_REASM_TIMEOUT("IpReasmTimeout", "datagrams whose fragments did not all come in time"),
    IP_IN_UNKNOWN_PROTOS("IpInUnknownProtos", "packets for us of a protocol nobody here speaks"),
    UDP_NO_PORTS("UdpNoPorts", "UDP datagrams for us: nobody here listens"),
    UDP_IN_ERRORS("UdpInErrors", "UDP datagrams for us with a wrong length or checksum"),
    IP_IN_NO_ECT("IpExtInNoECTPkts", "IP packets received that may not be marked"),
    IP_IN_ECT1("IpExtInECT1Pkts", "IP packets received with ECT(1)"),
    IP_IN_ECT0("IpExtInECT0Pkts", "IP packets received with ECT(0)"),
    IP_IN_CE("IpExtInCEPkts", "IP packets received that congestion has marked"),
    ICMP_IN_MSGS("IcmpInMsgs", "ICMP messages received"),
    ICMP_IN_ERRORS("IcmpInErrors", "ICMP messages dropped: broken, or about no connection of ours"),
    ICMP_IN_CSUM_ERRORS("IcmpInCsumErrors", "ICMP messages dropped for a bad checksum"),
    ICMP_IN_ECHOS("IcmpInEchos", "echo requests received"),
    ICMP_OUT_OF_WINDOW("OutOfWindowIcmps", "ICMP errors dropped: the embedded segment is not in flight"),
    PATH_MTU_LOWERED("TribPathMtuLowered", "path MTU estimates lowered by a \"too big\" that was believed"),
    PATH_MTU_EVICTED("TribPathMtuEvicted", "path MTU estimates forgotten early for another's sake"),
    PATH_MTU_DOUBTED("TribPathMtuDoubted", "\"too big\" held back: packets of that size had been acknowledged before"),
    PATH_MTU_REFUTED("TribPathMtuRefuted", "\"too big\" held back and then refuted by an acknowledgment"),
    TCP_BLACK_HOLES("TribTcpBlackHoles", "times the segment size was lowered since only silence answered full segments"),
    TCP_MTUP_SUCCESS("TCPMTUPSuccess", "probes of a larger segment size that were acknowledged"),
    TCP_MTUP_FAIL("TCPMTUPFail", "probes of a larger segment size that were lost"),
    ICMP_OUT_MSGS("IcmpOutMsgs", "ICMP messages written"),
    ICMP_OUT_ECHO_REPS("IcmpOutEchoReps", "echo replies written"),
    ICMP_OUT_DEST_UNREACHS("IcmpOutDestUnreachs", "destination unreachable written"),
    ICMP_OUT_TIME_EXCDS("IcmpOutTimeExcds", "time exceeded written"),
    ICMP_OUT_PARM_PROBS("IcmpOutParmProbs", "parameter problem written"),
    ICMP_OUT_RATE_LIMIT_GLOBAL("IcmpOutRateLimitGlobal", "ICMP messages not written for the limit on all of them"),
    ICMP_OUT_RATE_LIMIT_HOST("IcmpOutRateLimitHost", "ICMP errors not written for the limit on those to one peer"),

    TCP_ACTIVE_OPENS("TcpActiveOpens", "connections we opened"),
    TCP_PASSIVE_OPENS("TcpPassiveOpens", "connections we accepted"),
    TCP_ATTEMPT_FAILS("TcpAttemptFails", "handshakes that failed"),
    TCP_ESTAB_RESETS("TcpEstabResets", "open connections that ended by reset"),
    TCP_IN_SEGS("TcpInSegs", "segments received; a super-segment counts once"),
    TCP_OUT_SEGS("TcpOutSegs", "segments written; a super-segment counts once"),
    TCP_RETRANS_SEGS("TcpRetransSegs", "segments retransmitted"),
    TCP_IN_ERRS("TcpInErrs", "segments dropped for a bad header"),
    TCP_IN_CSUM_ERRORS("TcpInCsumErrors", "segments dropped for a bad checksum"),
    TCP_OUT_RSTS("TcpOutRsts", "resets written"),
    TCP_TIMEOUTS("TCPTimeouts", "retransmission timeouts"),
    TCP_SYN_RETRANS("TCPSynRetrans", "SYN and SYN/ACK retransmitted"),
    TCP_FAST_RETRANS("TCPFastRetrans", "segments retransmitted without a timeout"),
    TCP_SACK_RECOVERY("TCPSackRecovery", "recoveries started by SACK"),
    TCP_RENO_RECOVERY("TCPRenoRecovery", "recoveries started by duplicate ACKs without SACK"),
    TCP_SACK_RENEGING("TCPSACKReneging", "timeouts that found the peer had taken SACKs back"),
    TCP_SACK_REORDER("TCPSACKReorder", "ACKs that showed the network reorders"),
    TCP_SACK_DISCARD("TCPSACKDiscard", "SACK blocks that name nothing we sent"),
    TCP_LOST_RETRANSMIT("TCPLostRetransmit", "retransmitted segments found lost without a timeout"),
    TCP_SLOW_START_RETRANS("TCPSlowStartRetrans", "segments retransmitted after a timeout"),
    TCP_SACK_RECOVERY_FAIL("TCPSackRecoveryFail", "timeouts in a recovery started by SACK"),
    TCP_RENO_RECOVERY_FAIL("TCPRenoRecoveryFail", "timeouts in a recovery started by duplicate ACKs"),
    TCP_SACK_FAILURES("TCPSackFailures", "timeouts while SACK showed holes, but no loss yet"),
    TCP_RENO_FAILURES("TCPRenoFailures", "timeouts after too few duplicate ACKs"),
    TCP_LOSS_FAILURES("TCPLossFailures", "timeouts while a timeout was being repaired"),
    TCP_SPURIOUS_RTOS("TCPSpuriousRTOs", "timeouts that F-RTO found spurious"),
    TCP_FULL_UNDO("TCPFullUndo", "recoveries undone at their end"),
    TCP_PARTIAL_UNDO("TCPPartialUndo", "recoveries undone on the way"),
    TCP_DSACK_UNDO("TCPDSACKUndo", "recoveries undone since every retransmission was reported as a duplicate"),
    TCP_LOSS_UNDO("TCPLossUndo", "timeouts undone"),
    TCP_LOSS_PROBES("TCPLossProbes", "tail loss probes sent"),
    TCP_LOSS_PROBE_RECOVERY("TCPLossProbeRecovery", "tail losses repaired by their probe"),
    TCP_DSACK_RECV("TCPDSACKRecv", "reports received of duplicates below the acknowledgment"),
    TCP_DSACK_OFO_RECV("TCPDSACKOfoRecv", "reports received of duplicates out of order"),
    TCP_DSACK_OLD_SENT("TCPDSACKOldSent", "reports sent of duplicates below the acknowledgment"),
    TCP_DSACK_OFO_SENT("TCPDSACKOfoSent", "reports sent of duplicates out of order"),
    TCP_OFO_QUEUE("TCPOFOQueue", "segments stored out of order"),
    TCP_OFO_DROP("TCPOFODrop", "segments beyond the window or the memory for out-of-order data"),
    TCP_DELAYED_ACKS("DelayedACKs", "ACKs sent because the delayed-ACK timer fired"),
    TCP_CHALLENGE_ACK("TCPChallengeACK", "challenge ACKs sent"),
    TCP_CHALLENGE_ACK_SKIPPED("TCPACKSkippedChallenge", "challenge ACKs not sent for their rate limit"),
    TCP_PAWS_ESTAB("PAWSEstab", "segments dropped for an old timestamp"),
    TCP_WIN_PROBE("TCPWinProbe", "zero-window probes sent"),
    TCP_TIME_WAIT("TW", "connections that entered TIME-WAIT"),
    TCP_LISTEN_OVERFLOWS("ListenOverflows", "SYNs dropped since the backlog was full"),
    ECN_REDUCTIONS("TribEcnReductions", "congestion windows reduced because the peer echoed a mark"),
    TCP_ABORT_ON_TIMEOUT("TCPAbortOnTimeout", "connections given up for silence"),
    TCP_EMBRYONIC_RSTS("EmbryonicRsts", "resets that ended a handshake of a passive open"),
    TCP_SYN_CHALLENGE("TCPSYNChallenge", "challenge ACKs that a SYN in a synchronized state led to"),
    TCP_TW_RECYCLED("TWRecycled", "TIME-WAITs ended by a new incarnation"),
    TCP_TW_OVERFLOW("TCPTimeWaitOverflow", "TIME-WAITs ended early since their table was full"),
    TCP_SYN_COOKIES_SENT("SyncookiesSent", "SYNs answered by SYN cookie"),
    TCP_SYN_COOKIES_RECV("SyncookiesRecv", "ACKs that brought a SYN cookie back"),
    TCP_SYN_COOKIES_FAILED("SyncookiesFailed", "ACKs that brought back what is no SYN cookie of ours, or too old"),
    TCP_FAST_OPEN_ACTIVE("TCPFastOpenActive", "opens whose SYN delivered text"),
    TCP_FAST_OPEN_ACTIVE_FAIL("TCPFastOpenActiveFail", "opens whose SYN carried text that was not taken"),
    TCP_FAST_OPEN_PASSIVE("TCPFastOpenPassive", "SYNs whose text was taken by Fast Open"),
    TCP_FAST_OPEN_PASSIVE_FAIL("TCPFastOpenPassiveFail", "SYNs with a Fast Open cookie that is not good"),
    TCP_FAST_OPEN_LISTEN_OVERFLOW("TCPFastOpenListenOverflow", "SYNs whose text was not taken since too many such opens were pending"),
    TCP_FAST_OPEN_COOKIE_REQD("TCPFastOpenCookieReqd", "SYNs that asked for a Fast Open cookie"),
    TCP_FAST_OPEN_BLACKHOLE("TCPFastOpenBlackhole", "times Fast Open was paused since connections that began with it went silent"),

    TCP_KEEP_ALIVE("TCPKeepAlive", "keep-alive probes sent"),
    TCP_ABORT_ON_CLOSE("TCPAbortOnClose", "connections reset since they were closed with unread bytes"),
    TCP_ABORT_ON_DATA("TCPAbortOnData", "connections reset since bytes came that nobody reads any more"),
    TCP_ABORT_ON_LINGER("TCPAbortOnLinger", "connections reset since the time to linger was over"),

    MP_CAPABLE_SYN_RX("MPTcpExtMPCapableSYNRX", "SYN with MP_CAPABLE received"),
    MP_CAPABLE_SYN_TX("MPTcpExtMPCapableSYNTX", "SYN with MP_CAPABLE sent"),
    MP_CAPABLE_SYN_ACK_RX("MPTcpExtMPCapableSYNACKRX", "SYN/ACK with MP_CAPABLE received"),
    MP_CAPABLE_ACK_RX("MPTcpExtMPCapableACKRX", "third ACK with MP_CAPABLE received"),
    MP_CAPABLE_FALLBACK_ACK("MPTcpExtMPCapableFallbackACK", "third packet without MP_CAPABLE: TCP"),
    MP_CAPABLE_FALLBACK_SYN_ACK("MPTcpExtMPCapableFallbackSYNACK", "SYN/ACK without MP_CAPABLE: TCP"),
    MP_FALLBACK_TOKEN_INIT("MPTcpExtMPFallbackTokenInit", "no free token: TCP"),
    MP_JOIN_SYN_RX("MPTcpExtMPJoinSynRx", "SYN with MP_JOIN received"),
    MP_JOIN_SYN_TX("MPTcpExtMPJoinSynTx", "SYN with MP_JOIN sent"),
    MP_JOIN_SYN_ACK_RX("MPTcpExtMPJoinSynAckRx", "SYN/ACK with MP_JOIN received"),
    MP_JOIN_SYN_ACK_HMAC_FAILURE("MPTcpExtMPJoinSynAckHMacFailure", "SYN/ACK with MP_JOIN and a wrong HMAC"),
    MP_JOIN_ACK_RX("MPTcpExtMPJoinAckRx", "third ACK with MP_JOIN received: a subflow was added"),
    MP_JOIN_ACK_HMAC_FAILURE("MPTcpExtMPJoinAckHMacFailure", "third ACK with MP_JOIN and a wrong HMAC"),
    MP_JOIN_NO_TOKEN_FOUND("MPTcpExtMPJoinNoTokenFound", "MP_JOIN for a token that is not ours"),
    MP_JOIN_REJECTED("MPTcpExtMPJoinRejected", "MP_JOIN refused by limit or policy"),
    MP_DATA_CSUM_ERR("MPTcpExtDataCsumErr", "mappings with a wrong DSS checksum"),
    MP_DSS_NOT_MATCHING("MPTcpExtDSSNotMatching", "mappings that contradict a known one"),
    MP_DSS_CORRUPTION_RESET("MPTcpExtDSSCorruptionReset", "subflows reset for a broken DSS"),
    MP_DSS_CORRUPTION_FALLBACK("MPTcpExtDSSCorruptionFallback", "connections that fell back for a broken DSS"),
    MP_OFO_QUEUE("MPTcpExtOFOQueue", "data stored out of order at data level"),
    MP_DUPLICATE_DATA("MPTcpExtDuplicateData", "data received again at data level"),
    MP_NO_DSS_IN_WINDOW("MPTcpExtNoDSSInWindow", "data outside the data-level window"),
    MP_RETRANS("MPTcpExtMPTCPRetrans", "data reinjected on another subflow or sent again at data level"),
    MP_OPPORTUNISTIC("TribMPOpportunisticRetrans", "segments sent on a faster subflow too, as a full window waited for them"),
    MP_PENALTIES("TribMPPenalties", "congestion windows halved since the subflow held up a full window"),
    MP_SUBFLOW_STALE("MPTcpExtSubflowStale", "subflows that stopped making progress"),
    MP_SUBFLOW_RECOVER("MPTcpExtSubflowRecover", "stale subflows that work again"),
    MP_ADD_ADDR("MPTcpExtAddAddr", "ADD_ADDR received"),
    MP_ADD_ADDR_TX("MPTcpExtAddAddrTx", "ADD_ADDR sent"),
    MP_ECHO_ADD("MPTcpExtEchoAdd", "ADD_ADDR echo received"),
    MP_ECHO_ADD_TX("MPTcpExtEchoAddTx", "ADD_ADDR echo sent"),
    MP_RM_ADDR("MPTcpExtRmAddr", "REMOVE_ADDR received"),
    MP_PRIO_RX("MPTcpExtMPPrioRx", "MP_PRIO received"),
    MP_FAIL_RX("MPTcpExtMPFailRx", "MP_FAIL received"),
    MP_FAIL_TX("MPTcpExtMPFailTx", "MP_FAIL sent"),
    MP_FASTCLOSE_RX("MPTcpExtMPFastcloseRx", "MP_FASTCLOSE received"),
    MP_FASTCLOSE_TX("MPTcpExtMPFastcloseTx", "MP_FASTCLOSE sent"),
    MP_RST_RX("MPTcpExtMPRstRx", "MP_TCPRST received"),
    MP_RST_TX("MPTcpExtMPRstTx", "MP_TCPRST sent"),
    MP_CURR_ESTAB("MPTcpExtMPCurrEstab", "MPTCP connections established now"),
    MP_DATA_ACK_INVALID("TribMPDataAckInvalid", "Data ACKs outside what we sent, ignored"),
    MP_AFTER_DATA_FIN("TribMPAfterDataFin", "data beyond a known DATA_FIN, dropped"),

    CONVERT_REQUESTS("TribConvertRequests", "Convert requests understood"),
    CONVERT_ESTABLISHED("TribConvertEstablished", "relayed connections confirmed upstream"),
    CONVERT_ERRORS_TX("TribConvertErrorsTx", "Convert Error TLVs sent"),
    CONVERT_NO_REQUEST("TribConvertNoRequest", "SYNs without a Convert request, ignored"),
    CONVERT_REFUSED("TribConvertRefused", "requests refused by policy"),

    INTERNAL_ERRORS("TribInternalErrors", "exceptions inside the stack: bugs; the packet was dropped, the connection reset"),
    PORTS_EXHAUSTED("TribPortsExhausted", "opens that found no free port"),
    NO_ROUTE("TribNoRoute", "packets for nobody here, dropped"),
    TX_BACKPRESSURE("TribTxBackpressure", "times a device took no more packets");

    private static final Counter[] BY_ECN = {IP_IN_NO_ECT, IP_IN_ECT1, IP_IN_ECT0, IP_IN_CE};

    private final String label;
    private final String sentence;

    Counter(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** For a packet received with these two bits. */
    public static Counter ofEcn(int codepoint) {
        return BY_ECN[codepoint & 3];
    }

    /** As {@code stat} prints it. */
    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }
}
