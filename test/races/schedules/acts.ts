import type { Tap } from '../../../src/api/tap.js'
import type { Policy } from '../../../src/core/policy/policy.js'
import { revealRefusal } from '../../../src/core/sign-in/refusal.js'
import { isTapError } from '../../../src/errors.js'
import { passkey } from '../../support/signed-in.js'
import { admin } from '../../support/world.js'
import type { Facts } from './facts.js'

/** What both callers know before they begin. */
export interface Known {
  readonly passId: string
  readonly code: string
  /** Of an earlier sign-in. */
  readonly grant: string
  readonly token: string
  readonly spendOn: Policy['spendOn']
  readonly wrongCodesLeft: number
}

/** One call that a caller makes, and what its answer states. */
export interface Act {
  readonly name: string
  /** What the call states depends on what came before it, so that its beginning is part of the order. */
  readonly isBegunInTurn?: boolean
  /** Resolves to `true` if the answer states something, so that it must rest on what is kept. */
  run(tap: Tap, known: Known, facts: Facts): Promise<boolean>
}

const ada = { actor: admin, user: 'ada' }

export const signIn: Act = {
  name: 'signIn',
  async run(tap, { passId, code }, facts) {
    facts.unknown += 1
    const result = await tap.signIn({ user: 'ada', code })
    facts.unknown -= 1
    if (result.ok) facts.signedIn.push(passId)
    else facts.refused += 1
    return result.ok
  },
}

export const guess: Act = {
  name: 'a wrong code',
  async run(tap, _, facts) {
    const result = await tap.signIn({ user: 'ada', code: 'Z'.repeat(40) })
    const isCompared = !result.ok && revealRefusal(result) === 'wrongCode'
    if (isCompared) facts.compared += 1
    return isCompared
  },
}

export const create: Act = {
  name: 'passes.create',
  async run(tap, { passId }, facts) {
    const { id } = await tap.passes.create({ ...ada, isUsableOnce: true })
    facts.issued.push(id)
    facts.gone.push(passId)
    return true
  },
}

export const remove: Act = {
  name: 'passes.delete',
  async run(tap, { passId }, facts) {
    const { passId: removed } = await tap.passes.delete(ada).catch(unlessNotFound)
    facts.gone.push(passId)
    // A call that is still creating its pass can store it after this one.
    if (removed !== undefined && facts.issued.includes(removed)) facts.gone.push(removed)
    return true
  },
}

export const removeNamed: Act = {
  name: 'a cascade',
  async run(tap, { passId }, facts) {
    await tap.passes.delete({ ...ada, passId, cascade: true }).catch(unlessNotFound)
    facts.gone.push(passId)
    return true
  },
}

export const forget: Act = {
  name: 'users.forget',
  isBegunInTurn: true,
  async run(tap, { passId }, facts) {
    const abandoned = [...facts.abandoned]
    await tap.users.forget(ada)
    facts.gone.push(passId, ...abandoned)
    return true
  },
}

export const unlock: Act = {
  name: 'users.unlock',
  async run(tap, _, facts) {
    await tap.users.unlock({ ...ada, justification: 'called' })
    facts.isUnlocked = true
    return true
  },
}

export const repudiate: Act = {
  name: 'repudiate',
  async run(tap, { passId, token }, facts) {
    const { ok } = await tap.repudiate({ token })
    if (ok) facts.gone.push(passId)
    return ok
  },
}

/** Registers a credential with the grant of the earlier sign-in. */
export function complete(number: number): Act {
  return {
    name: `registering key ${number}`,
    async run(tap, { grant }, facts) {
      const credential = passkey(number)
      const { ok } = await tap.registrations.complete({ grant, credential })
      if (ok) facts.registered.push(credential.id)
      return ok
    },
  }
}

function unlessNotFound(error: unknown): { readonly passId: undefined } {
  if (isTapError(error) && error.code === 'TAP_PASS_NOT_FOUND') return { passId: undefined }
  throw error
}
