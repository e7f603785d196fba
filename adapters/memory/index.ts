/**
 * A store and a directory that live in this process, for trying out and for tests.
 *
 * @module
 */
export type { MemoryUser } from './directory.js'
export { memoryDirectory } from './directory.js'
export { memoryStore } from './store.js'
