import { describe, expect, it } from 'vitest'
import { describePass } from '../../src/core/pass/describe.js'
import { issuedPass } from '../../src/core/pass/issued-pass.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { ada, aPass } from '../support/documents.js'

const circumstances = { wrongCodes: { consecutive: 0 }, policy: entraPolicy, user: ada, nowMs: 1_000_000 }
const pass = describePass('ada', aPass(), circumstances)
const issued = issuedPass(pass, 'K7MQ-Z3XW')

describe('issuedPass', () => {
  it('is the pass, and returns its code by name', () => {
    expect({ ...issued }).toEqual(pass)
    expect(issued.temporaryAccessPass).toBe('K7MQ-Z3XW')
  })

  it('has no own property with the code', () => {
    const own = Reflect.ownKeys(issued).map((name) => Reflect.get(issued, name))
    expect(own).not.toContain('K7MQ-Z3XW')
    expect(Object.keys(issued)).not.toContain('temporaryAccessPass')
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(issued)).toBe(true)
    expect(() => Object.assign(issued, { temporaryAccessPass: 'other' })).toThrow(TypeError)
    expect(() => Object.assign(issued, { isUsable: true })).toThrow(TypeError)
  })

  it('keeps two codes apart', () => {
    expect(issuedPass(pass, 'other').temporaryAccessPass).toBe('other')
    expect(issued.temporaryAccessPass).toBe('K7MQ-Z3XW')
  })

  it('returns its code to no object that borrows the getter', () => {
    const getter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(issued), 'temporaryAccessPass')?.get
    expect(getter).toBeTypeOf('function')
    expect(() => getter?.call({ ...issued })).toThrow(TypeError)
  })
})
