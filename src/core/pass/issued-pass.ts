import type { IssuedPass, MethodUsabilityReason, Pass, Usability } from './pass.js'

/** What `JSON.stringify` shows in place of the code. Developers meet it in their first response, so it names the cure. */
const hiddenCode = '(not printed: send { ...pass, temporaryAccessPass: pass.temporaryAccessPass })'

/** A pass and its code. The code is private: only the getter of the prototype reads it, so no copy takes it along. */
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

/** The one value that shows a code. */
export function issuedPass(pass: Pass, code: string): IssuedPass {
  return new PassWithCode(pass, code)
}
