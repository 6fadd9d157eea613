import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = (path: string): string => join(import.meta.dirname, path)

/** Compiled parts can't be bundled; the package carries them beside the bundles, and each is optional or has a fallback. */
const NATIVE = ['sqlite3', '@node-rs/argon2', 'pg-native']

/**
 * Main, preload and renderer, and the companion as a second entry of main: in a package Node strips no types, so that
 * the server's sources must become JavaScript too.
 */
export default defineConfig({
  main: {
    build: {
      outDir: here('out/main'),
      externalizeDeps: { include: NATIVE },
      minify: true,
      rolldownOptions: {
        input: { index: here('src-main/main.ts'), companion: here('server/app/embedded-process.ts') },
        external: NATIVE,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      // A sandboxed preload can require nothing but electron: everything goes into one CommonJS file.
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: { index: here('src-main/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src-renderer'),
    // The browser desk serves the same files below /desk.
    base: './',
    plugins: [react()],
    build: {
      outDir: here('out/renderer'),
      minify: true,
      // The content policy allows no data: fonts and no inline script; a polyfill would need fetch.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: here('src-renderer/index.html'),
        // A chunk that pages share runs before the entry's own code: zod must bring along that it may not compile.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|never-compile/ }] } },
      },
    },
  },
})
