#!/usr/bin/env node
// Plain JavaScript on purpose: it runs on whatever Node the machine has, before anything is installed. It imports
// nothing before the version is known, because an older Node could not even read the rest.
const major = Number(process.versions.node.split('.')[0])

if (major < 18) {
  process.stderr.write(`Countersign needs Node 18 or newer to install itself; this is ${process.versions.node}.\n`)
  process.exitCode = 1
} else {
  import('./bootstrap/run-task.mjs')
    .then(({ runTask }) => runTask(process.argv[2], process.argv.slice(3)))
    .then((code) => {
      process.exitCode = code
    })
    .catch((error) => {
      process.stderr.write(`${error.isPlain ? error.message : error.stack}\n`)
      process.exitCode = error.exitCode || 1
    })
}
