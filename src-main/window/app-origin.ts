export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://main'
export const APP_URL = `${APP_ORIGIN}/index.html`
