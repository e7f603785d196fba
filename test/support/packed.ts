import { execFileSync } from 'node:child_process'
import { rootPath } from './packages.js'

export interface Packed {
  /** Bytes of the compressed tarball. */
  readonly size: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/** Returns what `npm pack` would put into the tarball. */
export function packed(): Packed {
  const [tarball] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: rootPath,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as readonly [Packed]
  return tarball
}
