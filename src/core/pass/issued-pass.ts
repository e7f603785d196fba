import type { IssuedPass, MethodUsabilityReason, Pass, Usability } from './pass.js'

/** `JSON.stringify` shows this instead of the code. Developers see it in their first response, so it says what to do. */
const hiddenCode = '(not printed: send { ...pass, temporaryAccessPass: pass.temporaryAccessPass })'

/** The code is a private field with a getter on the prototype, so that no copy of the object contains it. */
class PassWithCode implements IssuedPass {
  declare readonly id: string
  declare readonly userId: string
  declare readonly createdDateTime: Date
  declare readonly startDateTime: Date
  declare readonly endDateTime: Date
  declare readonly lifetimeInMinutes: number
  declare readonly isUsableOnce: boolean
  declare readonly isUsable: boolean
  declare readonly methodUsabilityReason: MethodUsabilityReason
  declare readonly usability: Usability
  declare readonly lastUsedDateTime?: Date | undefined
  declare readonly warnings: Pass['warnings']
  readonly #code: string

  constructor(pass: Pass, code: string) {
    Object.assign(this, pass)
    this.#code = code
    Object.freeze(this)
  }

  get temporaryAccessPass(): string {
    return this.#code
  }

  toJSON(): Pass & { readonly temporaryAccessPass: string } {
    return { ...this, temporaryAccessPass: hiddenCode }
  }
}

export function issuedPass(pass: Pass, code: string): IssuedPass {
  return new PassWithCode(pass, code)
}
