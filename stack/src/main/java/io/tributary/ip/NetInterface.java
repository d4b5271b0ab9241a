package io.tributary.ip;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PacketDevice;
import io.tributary.wire.IpAddress;

/** A packet device with the addresses that the stack owns on it, in one zone. */
public final class NetInterface {
    private final String name;
    private final int zone;
    private final IpAddress[] addresses;
    private final PacketDevice device;
    private final DeviceCapabilities capabilities;

    public NetInterface(String name, int zone, IpAddress[] addresses, PacketDevice device) {
        this.name = name;
        this.zone = zone;
        this.addresses = addresses.clone();
        this.device = device;
        this.capabilities = device.capabilities();
    }

    public String name() {
        return name;
    }

    public int zone() {
        return zone;
    }

    public PacketDevice device() {
        return device;
    }

    /** Largest IP packet on the wire, bytes. */
    public int mtu() {
        return capabilities.mtu();
    }

    public boolean checksumOffload() {
        return capabilities.checksumOffload();
    }

    /** Largest packet, headers included, that may be committed for this family: more than the MTU with segmentation offload. */
    public int maxPacket(boolean v4) {
        boolean tso = v4 ? capabilities.tso4() : capabilities.tso6();
        return tso ? Math.min(capabilities.gsoMaxSize(), device.sink().maxPacket()) : mtu();
    }

    public int addressCount() {
        return addresses.length;
    }

    public IpAddress address(int i) {
        return addresses[i];
    }

    public boolean owns(long hi, long lo) {
        for (IpAddress a : addresses) {
            if (a.hi() == hi && a.lo() == lo) {
                return true;
            }
        }
        return false;
    }

    /** The first address of that family, or null. */
    public IpAddress firstAddress(boolean v4) {
        for (IpAddress a : addresses) {
            if (a.isV4() == v4) {
                return a;
            }
        }
        return null;
    }
}
