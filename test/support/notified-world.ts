import { vi } from 'vitest'
import type { SignInSuccess } from '../../src/core/sign-in/sign-in.js'
import type { Address } from '../../src/ports/directory.js'
import type { Notice, Notifier } from '../../src/ports/notifier.js'
import { minuteMs } from './clock.js'
import { signIn } from './signed-in.js'
import type { World, WorldOptions } from './world.js'
import { createWorld } from './world.js'

/** A world with a notifier that records every notice. */
export interface NotifiedWorld extends World {
  /** Every notice that reached the notifier, accepted or not. */
  readonly notices: Notice[]
  /** Replaces the notifier. The first one accepts every notice. */
  deliver(notifier: Notifier): void
  /** Runs the deliveries after a result. Needs fake timers. */
  settle(): Promise<void>
  /** Calls `sendNotices` until there is no cursor. */
  sendAll(limit?: number): Promise<{ readonly sent: number; readonly remaining: number }>
  /** The number of pending notices in the document of a user. */
  waiting(user?: string): Promise<number>
  signIn(code: string, user?: string): Promise<SignInSuccess>
}

export const emails: readonly Address[] = [
  { channel: 'email', value: 'ada@example.com' },
  { channel: 'sms', value: '+15550100' },
]

export const taken: Notifier = async () => undefined
export const refusing: Notifier = () => Promise.reject(new Error('The mail server is away'))
export const throwing: Notifier = () => {
  throw new Error('Not even a promise')
}
export const hanging: Notifier = () => new Promise(() => undefined)

export function createNotifiedWorld(options: WorldOptions = {}): NotifiedWorld {
  const notices: Notice[] = []
  let notifier: Notifier = taken
  const world = createWorld({
    users: ['ada', 'bob'].map((id) => ({ id, isEnabled: true, addresses: emails })),
    notifier: (notice) => {
      notices.push(notice)
      return notifier(notice)
    },
    ...options,
  })
  return {
    ...world,
    notices,
    deliver: (next) => {
      notifier = next
    },
    settle: async () => {
      await vi.advanceTimersByTimeAsync(minuteMs)
    },
    async sendAll(limit) {
      let sent = 0
      let remaining = 0
      let cursor: string | undefined
      do {
        const sending = world.tap.maintenance.sendNotices({ limit, cursor })
        // A timer gives up on a notifier that hangs.
        const [page] = await Promise.all([sending, vi.advanceTimersByTimeAsync(minuteMs)])
        sent += page.sent
        remaining += page.remaining
        cursor = page.cursor
      } while (cursor !== undefined)
      return { sent, remaining }
    },
    async waiting(user) {
      const row = await world.row(user)
      return row ? (JSON.parse(row.body).notices ?? []).length : 0
    },
    signIn: (code, user = 'ada') => signIn(world.tap, code, { user }),
  }
}
