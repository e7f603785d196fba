import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small file system in memory. */
export interface SmallDisk {
  readonly folder: string
  /** Fills the free space. */
  fill(): void
  /** Frees it again. */
  free(): void
  /** Unmounts it. Processes with open files keep those files. */
  unmount(): void
}

/** Returns what this machine lacks, or `undefined`. */
export function smallDiskMissing(): string | undefined {
  try {
    mountSmallDisk(1).unmount()
    return undefined
  } catch {
    return 'the right to mount a file system (root on Linux)'
  }
}

export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'tap-disk-'))
  const filler = join(folder, 'filler')
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch (error) {
    rmdirSync(folder)
    throw error
  }
  // Servers run under another account.
  chmodSync(folder, 0o777)
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a')
      for (const size of [2 ** 20, 2 ** 12]) writeUntilFull(file, Buffer.alloc(size))
      closeSync(file)
    },
    free: () => rmSync(filler),
    unmount() {
      execFileSync('umount', ['--lazy', folder])
      rmdirSync(folder)
    },
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) if (writeSync(file, bytes) < bytes.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
