import type { Actor, Call, Tap } from '../../src/index.js'
import { loadConfig } from './config.js'
import { CommandError, exitCodes } from './exit-codes.js'
import type { Terminal } from './terminal.js'

/** The flags of every command that loads a `tap.config.js`. */
export interface SessionFlags {
  readonly config?: string | undefined
  readonly as?: string | undefined
  readonly tenant?: string | undefined
  readonly json?: boolean | undefined
}

/** A tap, with the actor and the context of its calls. */
export interface CommandSession extends Call {
  readonly tap: Tap
}

/** Loads the configuration, runs the command, and then calls `close`, also after an error. */
export async function withSession<T>(
  terminal: Terminal,
  flags: SessionFlags,
  command: (session: CommandSession) => Promise<T>,
): Promise<T> {
  const { path, tap, actor, close } = await loadConfig(terminal.folder, flags.config)
  try {
    return await command({
      tap: flags.tenant === undefined ? tap : tap.forTenant(flags.tenant),
      actor: actorOf(flags.as, actor, path),
      context: { userAgent: 'temporary-access-pass command line' },
    })
  } finally {
    await close?.()
  }
}

function actorOf(named: string | undefined, configured: Actor | undefined, path: string): Actor {
  if (named !== undefined) return { kind: 'user', user: named }
  if (configured !== undefined) return configured
  throw new CommandError(
    `No actor. Export \`actor\` from ${path}, such as { kind: 'system', id: 'operator', permissions: [...] }, or name a user with --as.`,
    exitCodes.config,
  )
}
