// CDKTF notes for every token where it was made, to say so in its own errors: two fifths of what a test of constructs takes, because jest maps
// each frame to its source. Nothing here asks for it.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];
