/**
 * A store and a directory in the memory of this process, for trying out and for tests.
 *
 * @module
 */
export type { MemoryUser } from './directory.js'
export { memoryDirectory } from './directory.js'
export { memoryStore } from './store.js'
