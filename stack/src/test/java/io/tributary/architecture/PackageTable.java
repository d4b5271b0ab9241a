package io.tributary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which package of a module may use which packages of ours. What is not in the table is not allowed; where two rows fit a class,
 * both hold.
 */
public final class PackageTable {
    private final JavaClasses classes;
    private final String root;
    private final Map<String, DescribedPredicate<JavaClass>> rows = new LinkedHashMap<>();

    private PackageTable(JavaClasses classes, String root) {
        this.classes = classes;
        this.root = root;
    }

    /** @param one any class of the module's main code
     *  @param root common beginning of the names of our packages */
    public static PackageTable of(Class<?> one, String root) {
        return new PackageTable(classesOf(one), root);
    }

    /** The main classes of a module as compiled, nothing from the libraries it uses. */
    public static JavaClasses classesOf(Class<?> one) {
        try {
            return new ClassFileImporter().importPath(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A row: classes of {@code name} may use each other and the packages named here; ".." at the end stands for subpackages.
     *
     * @param name relative to the root, as every name here; empty for the root itself
     */
    public PackageTable may(String name, String... use) {
        return may(name, List.of(), use);
    }

    /** A row that also allows single classes of packages it does not name. */
    public PackageTable may(String name, List<Class<?>> single, String... use) {
        List<String> packages = new ArrayList<>(Arrays.stream(use).map(this::full).toList());
        packages.add(full(name));
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(packages.toArray(String[]::new))
            .or(single.isEmpty() ? alwaysFalse() : belongToAnyOf(single.toArray(Class[]::new)));
        rows.put(full(name), allowed);
        return this;
    }

    private String full(String name) {
        return name.isEmpty() ? root : name.startsWith("io.") ? name : root + "." + name;
    }

    /** @throws AssertionError naming every use that no row allows, and every package without a row */
    public void check() {
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass c : classes) {
            List<String> mine = rows.keySet().stream().filter(name -> resideInAnyPackage(name).test(c)).toList();
            if (mine.isEmpty()) {
                wrong.add(c.getPackageName() + " has no row in the table");
            }
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                JavaClass used = d.getTargetClass().getBaseComponentType();
                if (used.getPackageName().startsWith("io.tributary") && mine.stream().anyMatch(name -> !rows.get(name).test(used))) {
                    wrong.add(c.getName() + " uses " + used.getName());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("not in the table of packages:\n" + String.join("\n", wrong));
        }
    }
}
