import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Actor, Tap } from '../../src/index.js'
import { CommandError, exitCodes } from './exit-codes.js'

/** Looked for in this order, in the current folder and then in each folder above it. */
export const configNames: readonly string[] = ['tap.config.js', 'tap.config.mjs', 'tap.config.ts']

/** The exports of a `tap.config.js`. */
export interface CommandConfig {
  readonly path: string
  readonly tap: Tap
  /** The actor of the commands, unless `--as` names a user. */
  readonly actor?: Actor | undefined
  /** Runs at the end of the command. It closes pools, so that the process can end. */
  readonly close?: (() => unknown) | undefined
}

/** @throws {@link CommandError} when the file is missing, does not load, or has a wrong export. */
export async function loadConfig(folder: string, named: string | undefined): Promise<CommandConfig> {
  const path = named === undefined ? await findConfig(folder) : resolve(folder, named)
  const { default: tap, actor, close } = await importConfig(path)
  if (!isTap(tap)) throw broken(path, 'must have a default export: the tap that createTap returns')
  if (actor !== undefined && !isActor(actor)) {
    throw broken(path, 'must export `actor` as an object with `kind` "user", "app" or "system"')
  }
  if (close !== undefined && typeof close !== 'function') {
    throw broken(path, `must export \`close\` as a function, not as a ${typeof close}`)
  }
  return { path, tap, actor, close: close as CommandConfig['close'] }
}

async function findConfig(folder: string): Promise<string> {
  for (let current = folder; ; current = dirname(current)) {
    for (const name of configNames) {
      const path = join(current, name)
      if (await isFile(path)) return path
    }
    if (current === dirname(current)) break
  }
  throw new CommandError(
    `No ${configNames[0]} found in ${folder} or in a folder above it. Create one with "init", or name one with --config.`,
    exitCodes.config,
  )
}

async function importConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await isFile(path)))
    throw new CommandError(`The file ${path} does not exist. Check --config.`, exitCodes.config)
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const hint = path.endsWith('.ts') ? ' (TypeScript needs Node 22.18 or newer)' : ''
    throw broken(path, `cannot be loaded: ${message}${hint}`, error)
  }
}

function broken(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError(`${path} ${why}`, exitCodes.config, { cause })
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}

function isTap(value: unknown): value is Tap {
  return isObject(value) && isObject(value['passes']) && typeof value['passes']['create'] === 'function'
}

/** The library checks the rest of the actor at every call. */
function isActor(value: unknown): value is Actor {
  return isObject(value) && ['user', 'app', 'system'].includes(String(value['kind']))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
