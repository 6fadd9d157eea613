/** Types of `debian.mjs`, which stays plain JavaScript because the bootstrap imports it too. */
export declare const canInstallDebianPackages: () => boolean
export declare const debianCommand: (names: readonly string[]) => string
export declare const installDebianPackages: (names: readonly string[]) => Promise<boolean>
