"""Share packs: who may see a video, its posts and the overview; nothing is sent anywhere."""
