package io.tributary.convert.main.control;

import io.tributary.convert.main.config.InterfaceSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** {@code endpoint} and {@code limits} of a running instance: what {@code ip mptcp} does to a kernel. On the loop's thread. */
public final class PathControl {
    private static final List<String> FLAGS = List.of("signal", "subflow", "backup", "fullmesh");
    private static final List<String> CHANGES = List.of("backup", "nobackup", "fullmesh", "nofullmesh");
    private static final String LIST = "tributary endpoint show lists the endpoints";

    private final Endpoints endpoints;
    private final List<InterfaceSettings> interfaces;
    private final ToIntFunction<IpAddress> zoneOf;
    private final PathMonitor monitor;

    /** @param zoneOf of an address that one of the interfaces owns */
    public PathControl(Endpoints endpoints, List<InterfaceSettings> interfaces, ToIntFunction<IpAddress> zoneOf, PathMonitor monitor) {
        this.endpoints = endpoints;
        this.interfaces = interfaces;
        this.zoneOf = zoneOf;
        this.monitor = monitor;
    }

    PathMonitor monitor() {
        return monitor;
    }

    /** @return what is to be printed; null if it is no command for endpoints or limits */
    String execute(String command, Map<String, Object> request, boolean json) {
        try {
            return switch (command) {
                case "endpoint add" -> add(request);
                case "endpoint delete" -> delete(request);
                case "endpoint change" -> change(request);
                case "endpoint flush" -> {
                    endpoints.flush();
                    yield "";
                }
                case "endpoint show" -> show(request, json);
                case "limits set" -> limits(request);
                case "limits show" -> json
                    ? new JsonWriter().object().field("add_addr_accepted", endpoints.addAddrAccepted()).field("subflows", endpoints.subflows())
                        .end() + "\n"
                    : "add_addr_accepted " + endpoints.addAddrAccepted() + " subflows " + endpoints.subflows() + " \n";
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), command.startsWith("limits") ? "limits are 0 to " + Endpoints.MAX_LIMIT
                : command.equals("endpoint add") ? LIST + "; choose another address or ID, or delete one of them" : LIST);
        }
    }

    private static int number(Map<String, Object> request, String key, int otherwise) {
        return request.get(key) instanceof Long n && n >= Integer.MIN_VALUE && n <= Integer.MAX_VALUE ? n.intValue() : otherwise;
    }

    private static IpAddress address(Map<String, Object> request) {
        return request.get("address") == null ? null : IpAddress.parse(request.get("address").toString());
    }

    private static List<String> words(Map<String, Object> request, List<String> known) {
        Object flags = request.get("flags");
        List<String> list = flags == null || flags.toString().isEmpty() ? List.of() : Arrays.asList(flags.toString().split(","));
        if (!known.containsAll(list)) {
            throw new Refusal("unknown flag in " + flags, "flags are " + String.join(", ", known));
        }
        return list;
    }

    private InterfaceSettings ownerOf(IpAddress address) {
        return interfaces.stream().filter(i -> i.addresses().contains(address)).findFirst().orElseThrow(() ->
            new Refusal(address + " is no address of an interface", "add it to the addresses of an [[interface]] and start again"));
    }

    private String add(Map<String, Object> request) {
        IpAddress address = address(request);
        if (address == null) {
            throw new Refusal("an ADDRESS is required", "tributary endpoint add ADDRESS [dev NAME] [id ID] [port NR] [FLAG...]");
        }
        InterfaceSettings owner = ownerOf(address);
        if (request.get("dev") != null && !request.get("dev").equals(owner.name())) {
            throw new Refusal(address + " is not on " + request.get("dev") + " but on " + owner.name(), "leave dev out: the address tells");
        }
        List<String> flags = words(request, FLAGS);
        int id = number(request, "id", 0);
        endpoints.add(new Endpoint(zoneOf.applyAsInt(address), address, id == 0 ? endpoints.unusedId() : id, number(request, "port", 0),
            flags.contains("subflow"), flags.contains("signal"), flags.contains("backup"), flags.contains("fullmesh")));
        return "";
    }

    private String delete(Map<String, Object> request) {
        int id = number(request, "id", -1);
        IpAddress address = address(request);
        if (id == 0) {
            if (address == null) {
                throw new Refusal("address is needed for deleting id 0 address", "tributary endpoint delete id 0 ADDRESS");
            }
            ownerOf(address);
            endpoints.deleteFirst(zoneOf.applyAsInt(address), address);
            return "";
        }
        if (address != null) {
            throw new Refusal("an ADDRESS goes with id 0 only", "tributary endpoint delete id " + id);
        }
        endpoints.delete(id);
        return "";
    }

    private String change(Map<String, Object> request) {
        int id = number(request, "id", 0);
        IpAddress address = address(request);
        Endpoint e = id > 0 ? endpoints.byId(id) : endpoints.all().stream().filter(x -> x.address().equals(address)
            && (number(request, "port", 0) == 0 || x.port() == number(request, "port", 0))).findFirst().orElse(null);
        if (e == null) {
            throw new Refusal("address not found: no endpoint has " + (id > 0 ? "ID " + id : "the address " + address), LIST);
        }
        List<String> changes = words(request, CHANGES);
        boolean backup = changes.contains("backup") || e.backup() && !changes.contains("nobackup");
        boolean fullmesh = changes.contains("fullmesh") || e.fullmesh() && !changes.contains("nofullmesh");
        if (e.signal() && fullmesh) {
            throw new Refusal("flags mustn't have both signal and fullmesh", "delete the endpoint and add it without signal");
        }
        endpoints.change(e.id(), backup, fullmesh);
        return "";
    }

    private String show(Map<String, Object> request, boolean json) {
        int id = number(request, "id", 0);
        List<Endpoint> list = endpoints.all();
        if (id > 0) {
            list = list.stream().filter(e -> e.id() == id).toList();
            if (list.isEmpty()) {
                throw new Refusal("address not found: no endpoint has ID " + id, LIST);
            }
        }
        return json ? json(list) : list.stream().map(this::text).reduce("", String::concat);
    }

    private static List<String> flags(Endpoint e) {
        return FLAGS.stream().filter(f -> switch (f) {
            case "signal" -> e.signal();
            case "subflow" -> e.subflow();
            case "backup" -> e.backup();
            default -> e.fullmesh();
        }).toList();
    }

    private String text(Endpoint e) {
        StringBuilder line = new StringBuilder().append(e.address()).append(' ');
        if (e.port() != 0) {
            line.append("port ").append(e.port()).append(' ');
        }
        line.append("id ").append(e.id()).append(' ');
        flags(e).forEach(f -> line.append(f).append(' '));
        return line.append("dev ").append(ownerOf(e.address()).name()).append(" \n").toString();
    }

    private String json(List<Endpoint> list) {
        JsonWriter w = new JsonWriter().array();
        for (Endpoint e : list) {
            w.object().field("address", e.address().toString());
            if (e.port() != 0) {
                w.field("port", e.port());
            }
            w.field("id", e.id());
            flags(e).forEach(f -> w.field(f, true));
            w.field("dev", ownerOf(e.address()).name()).end();
        }
        return w.end() + "\n";
    }

    private String limits(Map<String, Object> request) {
        endpoints.limits(number(request, "subflows", endpoints.subflows()), number(request, "add_addr_accepted", endpoints.addAddrAccepted()));
        return "";
    }
}
