import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { StoreKey } from '../../src/ports/store.js'
import type { World } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'
import { adasKey, databaseWriter, thePolicy } from './database-writer.js'

/** One SELECT and one UPDATE, or one DELETE. Returns the code that would work again. */
interface Attack {
  readonly name: string
  readonly key: StoreKey
  run(world: World): Promise<string>
}

const attacks: readonly Attack[] = [
  {
    name: 'the row of an unused one-time pass is put back after its use',
    key: adasKey,
    run: async ({ issue, enter, store }) => {
      const { temporaryAccessPass: code } = await issue('ada', { isUsableOnce: true })
      const unused = await databaseWriter(store).copy(adasKey)
      expect(await enter(code)).toBe('signedIn')
      await databaseWriter(store).putBack(adasKey, unused)
      return code
    },
  },
  {
    name: 'the row before many wrong codes is put back',
    key: adasKey,
    run: async ({ issue, enter, store }) => {
      const { temporaryAccessPass: code } = await issue()
      const untried = await databaseWriter(store).copy(adasKey)
      for (let wrong = 0; wrong < 3; wrong += 1) await enter(wrongCode)
      await databaseWriter(store).putBack(adasKey, untried)
      return code
    },
  },
  {
    name: 'the row of a deleted pass is put back',
    key: adasKey,
    run: async ({ issue, tap, store }) => {
      const { temporaryAccessPass: code } = await issue()
      const row = await databaseWriter(store).copy(adasKey)
      await tap.passes.delete({ actor: admin, user: 'ada' })
      await databaseWriter(store).putBack(adasKey, row)
      return code
    },
  },
  {
    name: 'the row of a forgotten user is put back',
    key: adasKey,
    run: async ({ issue, tap, store }) => {
      const { temporaryAccessPass: code } = await issue()
      const row = await databaseWriter(store).copy(adasKey)
      await tap.users.forget({ actor: admin, user: 'ada' })
      await databaseWriter(store).putBack(adasKey, row)
      return code
    },
  },
  {
    name: 'the policy that allowed passes is put back',
    key: thePolicy,
    run: async ({ issue, tap, store }) => {
      const { temporaryAccessPass: code } = await issue()
      await tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
      const enabled = await databaseWriter(store).copy(thePolicy)
      await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
      await databaseWriter(store).putBack(thePolicy, enabled)
      return code
    },
  },
  {
    name: 'the policy that disabled passes is taken away',
    key: thePolicy,
    run: async ({ issue, tap, store }) => {
      const { temporaryAccessPass: code } = await issue()
      await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
      await databaseWriter(store).takeAway(thePolicy)
      return code
    },
  },
]

const takenAway: Attack = {
  name: 'the row of a user is taken away',
  key: adasKey,
  run: async ({ issue, store }) => {
    const { temporaryAccessPass: code } = await issue()
    await databaseWriter(store).takeAway(adasKey)
    return code
  },
}

/** A store that may fail over to a server that lacks the last writes. */
function failingOverStore(): ReturnType<typeof memoryStore> {
  return { ...memoryStore(), keepsWhatItShows: undefined }
}

describe.each([...attacks, takenAway])('a sign-in after $name', ({ run, key }) => {
  it('is refused by a witness, in a process that has never seen the row', async () => {
    const world = createWorld({ store: failingOverStore(), witness: memoryStore() })
    const code = await run(world)
    expect(await enterIn(world.another(), code)).toBe('rolledBack')
  })

  it('is refused without a witness by the process that saw the later row', async () => {
    const world = createWorld()
    expect(await world.enter(await run(world))).toBe('rolledBack')
    expect(world.events.at(-1)).toMatchObject({ type: 'signIn.refused', details: { reason: 'rolledBack' } })
  })

  it('is explained to support staff, and thrown to administrators', async () => {
    const world = createWorld({ witness: memoryStore() })
    await run(world)
    const unreadable = { code: 'TAP_UNREADABLE_DOCUMENT', reason: 'rolledBack', key }
    const asked = { actor: admin, user: 'ada' }
    expect(await world.tap.users.explain(asked)).toMatchObject({
      usability: 'unreadable',
      advice: key.kind === 'user' ? 'createPass' : 'resetPolicy',
    })
    const read = key.kind === 'user' ? world.tap.passes.get(asked) : world.tap.policy.get({ actor: admin })
    await expect(read).rejects.toMatchObject(unreadable)
  })

  it('works again when an administrator has overwritten the row', async () => {
    const world = createWorld({ witness: memoryStore() })
    await run(world)
    if (key.kind === 'policy') await world.tap.policy.reset({ actor: admin })
    const { temporaryAccessPass: code } = await world.issue()
    expect(
      world.events.find(({ details }) => 'overwrote' in details && details.overwrote === 'rolledBack'),
    ).toBeDefined()
    expect(await enterIn(world.another(), code)).toBe('signedIn')
  })
})

describe.each(attacks.filter(({ key }) => key.kind === 'user'))('without a witness, when $name', ({ run }) => {
  it('a process that has not seen the later row accepts it', async () => {
    const world = createWorld()
    expect(await enterIn(world.another(), await run(world))).toBe('signedIn')
  })

  it('a store that may fail over makes it an event, once, and no refusal', async () => {
    const world = createWorld({ store: failingOverStore() })
    const code = await run(world)
    expect(await world.enter(code)).toBe('signedIn')
    await Promise.resolve()
    await new Promise((resolve) => setTimeout(resolve, 0))
    const reports = world.events.filter(({ type }) => type === 'document.rolledBack')
    expect(reports).toMatchObject([{ userId: 'ada', details: { kind: 'user', documentId: 'ada' } }])
  })
})

async function enterIn(tap: World['tap'], code: string): Promise<unknown> {
  const { revealRefusal } = await import('../../src/core/sign-in/refusal.js')
  const result = await tap.signIn({ user: 'ada', code })
  return result.ok ? 'signedIn' : revealRefusal(result)
}
