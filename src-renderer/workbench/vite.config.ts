import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Development and tests only; the product is built by its own configuration and never contains this page. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    // Fonts as files: the policy of the desk allows none inside a style.
    assetsInlineLimit: 0,
    rollupOptions: { input: fileURLToPath(new URL('index.html', import.meta.url)) },
  },
})
