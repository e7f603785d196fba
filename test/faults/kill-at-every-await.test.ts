import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Policy, Tap } from '../../src/index.js'
import { sqliteFile } from '../contract/sqlite-files.js'
import { startProcess } from '../support/processes.js'
import { admin } from '../support/world.js'
import { credential, tapOn } from './redemption.js'

const ada = { actor: admin, user: 'ada' }
const signingIn = ['read', 'write', 'event']
const registering = ['read again', 'write again', 'event again']

describe('a process killed', () => {
  const file = sqliteFile()
  let taps: { readonly [Moment in Policy['spendOn']]: Tap }
  beforeAll(async () => {
    const store = await file.open()
    taps = { signIn: tapOn(store, 'signIn'), registration: tapOn(store, 'registration') }
  })
  afterAll(() => file.dispose())

  it.each(deaths('signIn', signingIn))(
    '$when its $call of a sign-in leaves a pass that signs in at most once',
    async (death) => {
      const { heard, code } = await dieAt(death)
      const again = await taps.signIn.signIn({ user: 'ada', code })
      const isWritten = death.dieAt > 2 || (death.dieAt === 2 && death.isDone)
      expect(again.ok).toBe(!isWritten)
      // The process prints only sign-ins whose event was written, and it dies before that.
      expect(heard).toEqual([])
    },
  )

  it.each(deaths('registration', registering, signingIn.length))(
    '$when its $call of a registration can retry, and records one credential',
    async (death) => {
      const { heard, code } = await dieAt(death)
      const tap = taps.registration
      const [, grant = ''] = heard[0]?.split(' ') ?? []
      expect(heard).toHaveLength(1)
      const isWritten = death.dieAt > 5 || (death.dieAt === 5 && death.isDone)
      const listed = await tap.registrations.list(ada)
      expect(listed.map(({ credential: { id } }) => id)).toEqual(isWritten ? [credential.id] : [])
      expect(await tap.registrations.complete({ grant, credential })).toMatchObject({ ok: true })
      expect(await tap.registrations.list(ada)).toHaveLength(1)
      expect((await tap.signIn({ user: 'ada', code })).ok).toBe(false)
    },
  )

  async function dieAt(death: Death): Promise<{ readonly heard: readonly string[]; readonly code: string }> {
    await taps[death.spendOn].users.forget(ada)
    const pass = await taps[death.spendOn].passes.create({ ...ada, isUsableOnce: true })
    const code = pass.temporaryAccessPass
    const child = startProcess()
    const heard: string[] = []
    const lines = createInterface({ input: child.output })
    lines.on('line', (line) => heard.push(line))
    const closed = new Promise((resolve) => lines.once('close', resolve))
    const module = new URL('./redemption.ts', import.meta.url)
    await expect(child.run({ module, name: 'redeem', argument: { ...death, path: file.path, code } })).rejects.toThrow()
    await closed
    return { heard, code }
  }
})

interface Death {
  readonly spendOn: Policy['spendOn']
  readonly call: string
  readonly when: 'before' | 'after'
  readonly dieAt: number
  readonly isDone: boolean
}

function deaths(spendOn: Policy['spendOn'], calls: readonly string[], from = 0): readonly Death[] {
  return calls.flatMap((call, index) => [
    { spendOn, call, when: 'before' as const, dieAt: from + index + 1, isDone: false },
    { spendOn, call, when: 'after' as const, dieAt: from + index + 1, isDone: true },
  ])
}
