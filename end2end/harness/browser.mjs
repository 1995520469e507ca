/** How to start Debian's Chromium. */
export const launchOptions = {
  executablePath: process.env.MATERIA_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    // Chromium's sandbox does not work as root, which is what build machines run as.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
