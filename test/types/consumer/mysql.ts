import { createPool as createMariadbPool } from 'mariadb'
import { createPool as createCallbackPool } from 'mysql2'
import { createConnection, createPool, createPoolCluster } from 'mysql2/promise'
import { mysqlStore } from 'temporary-access-pass/mysql'

// A host with MySQL or MariaDB: the promise pools of both drivers fit without a cast, and nothing else does.

const url = 'mysql://app@localhost/passes'

export const stores = [
  mysqlStore({ pool: createPool(url) }),
  mysqlStore({ pool: createCallbackPool(url).promise() }),
  mysqlStore({ pool: createPoolCluster().of('primary') }),
  mysqlStore({ pool: createMariadbPool(url), table: 'passes', onWarning: ({ setting }) => setting }),
]

// @ts-expect-error A pool with callbacks.
mysqlStore({ pool: createCallbackPool(url) })
// @ts-expect-error A connection, which could have an open transaction.
mysqlStore({ pool: await createConnection(url) })
