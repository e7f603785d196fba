import { router, routes } from './routes.mjs'

// biome-ignore lint/style/noDefaultExport: workerd expects the Worker as the default export.
export default { fetch: router(routes()) }
