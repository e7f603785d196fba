import { afterAll, describe, it } from 'vitest'
import { storeContract } from '../../adapters/contract/index.js'
import { sqliteDrivers, sqliteFile } from './sqlite-files.js'

for (const [name, driver] of sqliteDrivers()) {
  describe(`a SQLite store over ${name}`, () => {
    const file = sqliteFile(driver)
    afterAll(() => file.dispose())
    for (const { name: rule, run } of storeContract) {
      it(rule, () => run({ open: () => file.open() }))
    }
  })
}
