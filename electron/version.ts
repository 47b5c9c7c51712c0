import packageFile from '../package.json'

/** Version of the app, as the audit trail and the export's manifest quote it. */
export const APP_VERSION: string = packageFile.version
