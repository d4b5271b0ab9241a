/**
 * Numbers of the Linux kernel interface, one class per header. They are those of the generic layout, which x86-64, aarch64,
 * riscv64, loongarch64 and s390x share; PowerPC, MIPS, SPARC and Alpha number ioctls and errno differently.
 * Structures are given by size and byte offsets; multi-byte fields are in host order unless named otherwise.
 */
package io.tributary.abi;
