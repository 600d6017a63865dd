/** The docs this project is made for: where they come from and where they are published. */
export const EINO_REPOSITORY = 'cloudwego/cloudwego.github.io';
export const EINO_SITE_URL = 'https://www.cloudwego.io/docs/eino';
