"""Reviews of drafts: the page, the verdicts and their states; how a video is made stands below."""
