import fc from 'fast-check'
import { propertyRuns } from './rounds.js'

const { TAP_TEST_SEED: seed } = process.env

fc.configureGlobal({ numRuns: propertyRuns(), ...(seed === undefined ? {} : { seed: Number(seed) }) })
