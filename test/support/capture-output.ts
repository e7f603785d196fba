import { afterEach, beforeEach, vi } from 'vitest'
import { printed } from './canary.js'

const printing = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const

/** Captures the output of each test of this file. Returns a function that returns the output of the current test. */
export function captureOutput(): () => string {
  let output = ''
  beforeEach(() => {
    output = ''
    const write = (text: unknown): boolean => {
      output += String(text)
      return true
    }
    vi.spyOn(process.stdout, 'write').mockImplementation(write)
    vi.spyOn(process.stderr, 'write').mockImplementation(write)
    for (const name of printing) {
      vi.spyOn(console, name).mockImplementation((...values: unknown[]) => {
        output += values.map(printed).join(' ')
      })
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  return () => output
}
