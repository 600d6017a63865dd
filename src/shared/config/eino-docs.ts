/** The repository of the EINO docs, and the address where they are published. */
export const EINO_REPOSITORY = 'cloudwego/cloudwego.github.io';
export const EINO_SITE_URL = 'https://www.cloudwego.io/docs/eino';
