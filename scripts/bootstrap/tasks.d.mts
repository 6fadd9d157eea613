/** Types of `tasks.mjs`. */
export declare const TASKS: Readonly<Record<string, { entry: string; sqlite: 'full' | 'quick' | 'none' }>>
