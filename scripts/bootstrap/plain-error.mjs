/** An error whose message is the whole explanation: printed as one line, without a stack. */
export const plainError = (message, exitCode = 1) => Object.assign(new Error(message), { isPlain: true, exitCode })
