// Prints the digest of a range of seeds. Its arguments: the bundled simulation, the first seed, how many.
const [, , simulation, first, count] = globalThis.process.argv

const { digestOfSeeds } = await import(simulation)
console.log(JSON.stringify(await digestOfSeeds({ first: Number(first), count: Number(count) })))
