import { describe, expectTypeOf, it } from 'vitest'
import type {
  AnyTapError,
  DeliverPassInput,
  Directory,
  EventDetails,
  GrantRefusalReason,
  GrantResult,
  IssuedPass,
  Pass,
  Policy,
  PolicyPatch,
  RegistrationResult,
  RepudiateResult,
  SignIn,
  SignInRefusal,
  SignInResult,
  SignInSuccess,
  Store,
  Tap,
  TapError,
  TapErrorCode,
  TapEvent,
} from '../../src/index.js'
import * as everything from '../../src/index.js'

/** The exported error classes, without the abstract one. */
type ExportedErrors = {
  [Name in keyof typeof everything]: (typeof everything)[Name] extends (new (
    ...given: never[]
  ) => infer Thrown extends TapError)
    ? Thrown
    : never
}[keyof typeof everything]

describe('errors', () => {
  it('are all in the union, so that a new class must be added to it', () => {
    expectTypeOf<ExportedErrors>().toEqualTypeOf<AnyTapError>()
    expectTypeOf<AnyTapError['code']>().toEqualTypeOf<TapErrorCode>()
  })

  it('narrow by their code', () => {
    expectTypeOf<Extract<AnyTapError, { code: 'TAP_BUSY' }>['retryAfterInSeconds']>().toBeNumber()
    expectTypeOf(everything.isTapError).guards.toEqualTypeOf<AnyTapError>()
  })
})

describe('results', () => {
  it('narrow by `ok`, and a refusal does not reveal its cause', () => {
    expectTypeOf<Extract<SignInResult, { ok: true }>>().toEqualTypeOf<SignInSuccess>()
    expectTypeOf<keyof SignInRefusal>().toEqualTypeOf<
      'ok' | 'message' | 'messageId' | 'messageParameters' | 'correlationId'
    >()
  })

  it('narrow by `ok` for a grant, a registration and a repudiation too', () => {
    expectTypeOf<Extract<GrantResult, { ok: true }>['signIn']>().toEqualTypeOf<SignIn>()
    expectTypeOf<Extract<RegistrationResult, { ok: false }>['reason']>().toEqualTypeOf<GrantRefusalReason>()
    expectTypeOf<keyof Extract<RepudiateResult, { ok: false }>>().toEqualTypeOf<'ok'>()
  })

  it('have no code after a delivery, so that the caller cannot show it', () => {
    type Delivered = ReturnType<typeof deliver>
    expectTypeOf<Awaited<Delivered>>().toEqualTypeOf<Pass>()
  })

  it('have the code in the result of `create` and nowhere else', () => {
    expectTypeOf<IssuedPass>().toHaveProperty('temporaryAccessPass')
    expectTypeOf<Pass>().not.toHaveProperty('temporaryAccessPass')
    expectTypeOf<Awaited<ReturnType<Tap['passes']['get']>>>().toEqualTypeOf<Pass | undefined>()
  })
})

const deliver = (tap: Tap, input: DeliverPassInput) => tap.passes.create(input)

describe('events', () => {
  it('narrow by their type to their details', () => {
    expectTypeOf<TapEvent['type']>().toEqualTypeOf<keyof EventDetails>()
    expectTypeOf<Extract<TapEvent, { type: 'pass.created' }>['details']>().toEqualTypeOf<EventDetails['pass.created']>()
  })
})

describe('ports', () => {
  it('are as small as documented', () => {
    expectTypeOf<keyof Store>().toEqualTypeOf<
      'read' | 'compareAndSet' | 'sweep' | 'scan' | 'keepsWhatItShows' | 'sendsOnce'
    >()
    expectTypeOf<keyof Directory>().toEqualTypeOf<'findUser'>()
  })
})

describe('optional fields', () => {
  it('accept undefined, so that a host can forward them', () => {
    expectTypeOf<PolicyPatch>().toExtend<{ [Field in keyof Policy]?: unknown }>()
    expectTypeOf<{ isUsableOnce: undefined }>().toExtend<Pick<Parameters<Tap['passes']['create']>[0], 'isUsableOnce'>>()
  })
})
