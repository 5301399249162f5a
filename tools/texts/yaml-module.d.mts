export declare const LANGUAGES_FILE: string
export declare function isYamlModule(path: string): boolean
export declare function moduleOf(path: string, text: string): string
export declare function readModule(path: string, text: string, languages?: readonly string[]): { value: unknown; problems: string[] }
export declare function declarationOf(path: string, text: string): string
