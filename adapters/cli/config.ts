import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Actor, Tap } from '../../src/index.js'
import { CommandError, exitCodes } from './exit-codes.js'

/** Tried in this order in each folder, from where the command was typed upwards. */
export const configNames: readonly string[] = ['tap.config.js', 'tap.config.mjs', 'tap.config.ts']

/** What a `tap.config.js` exports. */
export interface Config {
  readonly path: string
  readonly tap: Tap
  /** Who the commands act as, unless `--as` names somebody. */
  readonly actor?: Actor | undefined
  /** Called when the command is done: ends pools, so that the process can end. */
  readonly close?: (() => unknown) | undefined
}

/** @throws {@link CommandError} when there is none, or it does not load, or exports something else. */
export async function loadConfig(folder: string, asked: string | undefined): Promise<Config> {
  const path = asked === undefined ? await findConfig(folder) : resolve(folder, asked)
  const { default: tap, actor, close } = await importConfig(path)
  if (!isTap(tap)) throw broken(path, 'has to default-export what createTap answers')
  if (actor !== undefined && !isActor(actor)) throw broken(path, 'exports an "actor" that is none: see its first lines')
  if (close !== undefined && typeof close !== 'function') throw broken(path, 'exports a "close" that is no function')
  return { path, tap, actor, close: close as Config['close'] }
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
    `There is no ${configNames[0]} in ${folder} or above it. Write one with "init", or name one with --config.`,
    exitCodes.config,
  )
}

async function importConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await isFile(path))) throw new CommandError(`There is no file ${path}`, exitCodes.config)
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const hint = path.endsWith('.ts') ? ' (Node reads TypeScript from 22.18 on)' : ''
    throw broken(path, `does not load: ${message}${hint}`, error)
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

/** The library judges the rest of it, at every call. */
function isActor(value: unknown): value is Actor {
  return isObject(value) && ['user', 'app', 'system'].includes(String(value['kind']))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
