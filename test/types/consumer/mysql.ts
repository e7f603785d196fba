import { createPool as createMariadbPool } from 'mariadb'
import { createPool as createCallbackPool } from 'mysql2'
import { createConnection, createPool, createPoolCluster } from 'mysql2/promise'
import { mysqlStore } from 'temporary-access-pass/mysql'

// What a host of MySQL or MariaDB writes: the pools of both drivers fit as they are, and nothing else does.

const url = 'mysql://app@localhost/passes'

export const stores = [
  mysqlStore({ pool: createPool(url) }),
  mysqlStore({ pool: createCallbackPool(url).promise() }),
  mysqlStore({ pool: createPoolCluster().of('primary') }),
  mysqlStore({ pool: createMariadbPool(url), table: 'passes', onWarning: ({ setting }) => setting }),
]

// @ts-expect-error A pool of callbacks.
mysqlStore({ pool: createCallbackPool(url) })
// @ts-expect-error A connection, in which a transaction could be open.
mysqlStore({ pool: await createConnection(url) })
