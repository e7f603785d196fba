/** What the callers have received so far, and so can use in later calls. */
export class Ghost {
  /** By user: the codes that were returned, oldest first. */
  readonly codes = new Map<string, IssuedCode[]>()
  /** By user: the grants of sign-ins, oldest first. */
  readonly grants = new Map<string, IssuedGrant[]>()
  /** By user: the newest token of a notice. */
  readonly tokens = new Map<string, string>()
  /** By user: the newest request. */
  readonly requests = new Map<string, string>()

  addCode(user: string, code: IssuedCode): void {
    this.codes.set(user, [...(this.codes.get(user) ?? []), code])
  }

  addGrant(user: string, grant: IssuedGrant): void {
    this.grants.set(user, [...(this.grants.get(user) ?? []), grant])
  }

  /** Returns what the user types. */
  typedCode(
    user: string,
    which: 'wrong' | 'earlier' | undefined,
    call: number,
  ): Partial<IssuedCode> & { code: string } {
    const codes = this.codes.get(user) ?? []
    const issued = which === 'wrong' ? undefined : codes.at(which === 'earlier' ? -2 : -1)
    return issued ?? { code: String(call).padStart(48, '0') }
  }
}

export interface IssuedCode {
  readonly passId: string
  readonly code: string
}

export interface IssuedGrant {
  readonly passId: string
  readonly grant: string
}
