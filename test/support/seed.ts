import fc from 'fast-check'

// TAP_TEST_SEED repeats a run, TAP_TEST_RUNS makes it longer or shorter.
const { TAP_TEST_SEED: seed, TAP_TEST_RUNS: runs } = process.env

fc.configureGlobal({
  numRuns: runs === undefined ? 100 : Number(runs),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
})
