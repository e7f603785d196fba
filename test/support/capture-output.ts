import { afterEach, beforeEach, vi } from 'vitest'
import { printed } from './canary.js'

const printing = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const

/** Keeps what is printed in each test of this file from the terminal; answers what there has been in this one. */
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
