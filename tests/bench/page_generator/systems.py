"""Twenty-six news systems: how each names its elements and lays out its pages.

The last step of generation before bytes. A system is data: a layout, the selectors of its roles, and the
styles its editors write bodies in. Names follow the habits of real themes and home-made sites; nothing is
copied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HELD_BACK", "SYSTEMS", "System"]

_P_STYLES = ("plain", "aligned", "spanned", "word", "plain")
_BR_STYLES = ("single", "double", "one_paragraph", "fonts")
_ANY = (
    "plain",
    "aligned",
    "spanned",
    "word",
    "divs",
    "deep_divs",
    "single",
    "double",
    "one_paragraph",
    "headed",
    "first_bare",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One news system. `layout` names a function of `layouts`; `names` maps roles to selectors."""

    layout: str
    styles: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)


def _names(text: str) -> Mapping[str, str]:
    """Parse `role=selector` pairs."""
    return MappingProxyType(dict(pair.split("=", 1) for pair in text.split()))


SYSTEMS: dict[str, System] = {
    "wordpress_paper": System(
        layout="columns",
        styles=_P_STYLES,
        names=_names(
            "article=article.post.type-post title=h1.entry-title meta=div.entry-meta date=time.published "
            "author=span.author.vcard body=div.entry-content.clearfix figure=div.wp-caption.aligncenter "
            "caption=p.wp-caption-text related=div.yarpp-related tags=div.tagcloud "
            "comments=div#comments.comments-area comment=li.comment sidebar=aside#secondary.widget-area "
            "widget=section.widget share=div.sharedaddy crumbs=div.breadcrumbs header=header#masthead "
            "menu=ul.menu item=li.menu-item footer=footer#colophon author_box=div.author-info "
            "next=nav.post-navigation ad=div.code-block standfirst=div.entry-summary"
        ),
    ),
    "wordpress_magazine": System(
        layout="columns",
        styles=_P_STYLES,
        names=_names(
            "article=article#the-post.container-wrapper.post-content title=h1.post-title.entry-title "
            "meta=div#single-post-meta.post-meta date=span.date.meta-item author=span.meta-author "
            "body=div.entry-content.entry figure=figure.single-featured-image "
            "caption=figcaption.single-caption-text related=div#related-posts.container-wrapper "
            "tags=div.post-bottom-meta.tagcloud comments=div#comments comment=article.comment-body "
            "sidebar=aside.sidebar.tie-col-md-4 widget=div.widget "
            "share=div.share-buttons.share-buttons-bottom crumbs=nav#breadcrumb header=header#theme-header "
            "menu=ul#menu-main item=li footer=footer#footer author_box=div.about-author "
            "next=div.prev-next-post-nav ad=div.stream-item inline_related=div#inline-related-post.mag-box "
            "ticker=div.breaking standfirst=h2.entry-sub-title"
        ),
    ),
    "wordpress_builder": System(
        layout="deep",
        styles=_P_STYLES,
        names=_names(
            "article=div.elementor.elementor-location-single title=h1.elementor-heading-title "
            "meta=ul.elementor-icon-list-items date=span.elementor-post-info__item--type-date "
            "author=span.elementor-post-info__item--type-author body=div.elementor-widget-container "
            "figure=div.elementor-widget-image related=div.elementor-posts-container "
            "item=article.elementor-post sidebar=div.elementor-column.elementor-col-33 "
            "widget=div.elementor-widget share=div.elementor-share-buttons--color "
            "tags=span.elementor-post-info__terms-list header=div.elementor-location-header "
            "footer=div.elementor-location-footer menu=ul.elementor-nav-menu comments=section#comments "
            "box_title=h2"
        ),
    ),
    "wordpress_td": System(
        layout="columns",
        styles=_P_STYLES,
        names=_names(
            "article=div.td-post-wrap title=h1.tdb-title-text meta=div.td-module-meta-info "
            "date=span.td-post-date author=div.td-post-author-name body=div.td-post-content.tagdiv-type "
            "figure=div.td-post-featured-image caption=figcaption.wp-caption-text "
            "related=div.td_block_related_posts item=div.td_module_related_posts list=div.td-related-row "
            "sidebar=div.td-pb-span4.td-main-sidebar widget=div.td_block_wrap share=div.td-post-sharing "
            "tags=ul.td-tags crumbs=div.td-crumb-container next=div.td-post-next-prev "
            "author_box=div.author-box-wrap ad=div.td-a-rec header=div.td-header-wrap "
            "footer=div.td-footer-wrapper ticker=div.td_block_trending_now"
        ),
    ),
    "drupal_old": System(
        layout="columns",
        styles=_P_STYLES,
        names=_names(
            "article=div#node-514.node.node-news title=h1#page-title.title meta=div.submitted date=span "
            "author=span.username body=div.field.field-name-body.field-type-text-with-summary "
            "figure=div.field-name-field-image caption=blockquote.image-field-caption "
            "related=div.view.view-related item=div.views-row sidebar=div.region.region-sidebar-second "
            "widget=div.block tags=div.field-name-field-tags comments=div#comments.comment-wrapper "
            "comment=div.comment crumbs=div.breadcrumb header=div#header menu=ul.links item=li.leaf "
            "footer=div#footer.region-footer share=div.addtoany_list standfirst=div.field-name-field-intro"
        ),
    ),
    "drupal_new": System(
        layout="semantic",
        styles=_P_STYLES,
        names=_names(
            "article=article.node.node--type-article title=h1.page-header meta=div.node__meta "
            "date=span.field--name-created author=span.field--name-uid "
            "body=div.field.field--name-body.field__item figure=div.field--name-field-media-image "
            "related=div.views-element-container item=div.views-row sidebar=aside.region-sidebar-second "
            "widget=section.block tags=div.field--name-field-tags comments=section.comments "
            "comment=article.js-comment share=div.block-social-share header=header.header "
            "menu=ul.menu--main item=li footer=footer.footer standfirst=div.field--name-field-summary"
        ),
    ),
    "joomla": System(
        layout="columns",
        styles=(*_P_STYLES, "single", "double"),
        names=_names(
            "article=div.item-page title=h2 meta=dl.article-info.muted date=dd.published "
            "author=dd.createdby body=div figure=div.pull-left.item-image caption=p.img_caption "
            "related=div.relateditems tags=div.tags.inline sidebar=div#aside.span3 widget=div.moduletable "
            "item=li next=ul.pager.pagenav crumbs=ul.breadcrumb header=header.header menu=ul.nav.menu "
            "footer=footer.footer share=div.icons comments=div#jc comment=div.comment-box views=dd.hits"
        ),
    ),
    "joomla_k2": System(
        layout="halves",
        styles=_P_STYLES,
        names=_names(
            "article=div#k2Container.itemView title=h2.itemTitle meta=div.itemHeader "
            "date=span.itemDateCreated author=span.itemAuthor body=div.itemFullText "
            "first_half=div.itemIntroText figure=div.itemImageBlock caption=span.itemImageCaption "
            "related=div.itemRelated tags=div.itemTagsBlock comments=div.itemComments sidebar=div#right "
            "widget=div.module share=div.itemSocialSharing author_box=div.itemAuthorBlock "
            "next=div.itemNavigation tools=div.itemToolbar views=span.itemHits item=li"
        ),
    ),
    "blogger": System(
        layout="columns",
        styles=("divs", "single", "double", "aligned", "spanned", "deep_divs"),
        names=_names(
            "article=div.post.hentry title=h3.post-title.entry-title meta=div.post-header "
            "date=h2.date-header author=span.post-author.vcard "
            "body=div#post-body-771.post-body.entry-content figure=div.separator caption=td.tr-caption "
            "related=div#related-posts tags=span.post-labels comments=div#comments.comments "
            "comment=li.comment sidebar=div.sidebar.section widget=div.widget.PopularPosts "
            "share=div.post-share-buttons header=div#header-inner menu=div.widget.PageList item=li "
            "footer=div#footer next=div#blog-pager"
        ),
    ),
    "asp_tables": System(
        layout="tables",
        styles=_BR_STYLES,
        names=_names(
            "article=td.MainCell title=span.NewsTitle meta=div.NewsInfo date=span.NewsDate "
            "author=span.Writer body=span.NewsText figure=div.NewsImg caption=div.ImgDesc "
            "related=td.RelatedNews item=div.NewsItem widget=div.BoxBody box_title=div.BoxTitle "
            "comments=div.Comments comment=div.CommentItem menu=td.TopMenu header=div footer=td.Footer "
            "share=div.Tools ad=div.Ads"
        ),
    ),
    "asp_forms": System(
        layout="form",
        styles=_BR_STYLES,
        names=_names(
            "article=div#ctl00_cphMain_pnlNews title=span#ctl00_cphMain_lblTitle meta=div.info "
            "date=span#ctl00_cphMain_lblDate author=span#ctl00_cphMain_lblAuthor "
            "body=span#ctl00_cphMain_lblBody figure=div.img caption=span#ctl00_cphMain_lblCaption "
            "related=div#ctl00_cphMain_rptRelated item=div sidebar=div#left widget=div.box box_title=h4 "
            "comments=div#ctl00_cphMain_upComments menu=div#nav share=div.tools header=div#top "
            "footer=div#bottom tags=div.keywords"
        ),
    ),
    "bare_tables": System(
        layout="tables",
        styles=("fonts", "single", "double", "aligned"),
        names=_names(
            "article=td title=b meta=font date=font author=font body=td figure=center caption=font "
            "related=td item=div widget=td box_title=b comments=td menu=td header=td footer=td share=font "
            "ad=center tags=font item=div"
        ),
    ),
    "html_plain": System(
        layout="semantic",
        styles=_P_STYLES,
        names=_names(
            "article=article title=h1 meta=p date=time author=address body=div figure=figure "
            "caption=figcaption related=section item=li list=ul sidebar=aside widget=section tags=p "
            "comments=section comment=article share=p header=header menu=nav footer=footer crumbs=nav "
            "box_title=h3 standfirst=p next=nav"
        ),
    ),
    "amp": System(
        layout="semantic",
        styles=("plain", "aligned"),
        names=_names(
            "article=article.amp-wp-article title=h1.amp-wp-title meta=div.amp-wp-byline date=time "
            "author=span.amp-wp-author body=div.amp-wp-article-content "
            "figure=figure.amp-wp-article-featured-image caption=figcaption.wp-caption-text "
            "related=div.amp-related-posts item=li tags=div.amp-wp-tax-tag share=div.amp-social-share "
            "header=header#top.amp-wp-header menu=ul footer=footer.amp-wp-footer ad=div.amp-ad "
            "sidebar=amp-sidebar widget=div comments=div.amp-wp-comments-link"
        ),
    ),
    "bootstrap": System(
        layout="columns",
        styles=_ANY,
        names=_names(
            "article=div.news-details.card title=h1.news-title.fw-bold meta=div.d-flex.text-muted "
            "date=span.news-date author=span.news-author body=div.news-body.mt-3 figure=div.news-img "
            "caption=small.text-muted related=div.row.related-news item=div.col-md-4.mb-2 "
            "sidebar=div.col-lg-4 widget=div.card.mb-3 tags=div.news-tags comments=div.comments-box "
            "comment=div.media share=div.share-icons header=nav.navbar.navbar-expand-lg menu=ul.navbar-nav "
            "footer=footer.bg-dark crumbs=ol.breadcrumb ad=div.ad-slot standfirst=p.lead "
            "box_title=h5.card-title"
        ),
    ),
    "hashed": System(
        layout="deep",
        styles=("plain", "classed", "plain"),
        names=_names(
            "article=div.css-1x8ab2 title=h1.css-9kd02a meta=div.css-77ynp1 date=span.css-0aq1l "
            "author=span.css-m2k3p body=div.css-4fz8rt figure=div.css-1q9w caption=span.css-ccx31 "
            "related=div.css-8yh5 item=div.css-w4e3 sidebar=div.css-02kfd widget=div.css-p0o9 "
            "tags=div.css-tt1 comments=div.css-vv6 share=div.css-bb2 header=div.css-hh1 menu=div.css-nn4 "
            "footer=div.css-ff8 ad=div.css-zz0 standfirst=p.css-lde7 box_title=div.css-bx5"
        ),
    ),
    "hand_made": System(
        layout="columns",
        styles=_ANY,
        names=_names(
            "article=div#content_right title=div.title_in meta=div.date_in date=span author=span.writer "
            "body=div.text_in figure=div.img_in caption=div.desc_img related=div.more_in item=div.li_in "
            "sidebar=div#content_left widget=div.box_left box_title=div.head_box tags=div.tag_in "
            "comments=div.comm comment=div.one_comm share=div.share_in header=div#head menu=div.menu_top "
            "footer=div#foot tools=div.tools_in ad=div.banner_in standfirst=div.brief_in"
        ),
    ),
    "split_by_ad": System(
        layout="halves",
        styles=_P_STYLES,
        names=_names(
            "article=div.article-page title=h1.article-title meta=div.article-info date=span.article-date "
            "author=a.article-author body=div.article-text.part2 first_half=div.article-text.part1 "
            "figure=div.article-image caption=div.image-caption related=div.article-related "
            "item=div.related-item sidebar=div.side widget=div.side-box tags=div.article-tags "
            "comments=div.article-comments share=ul.article-share header=div.site-header menu=ul.main-nav "
            "footer=div.site-footer ad=div.in-article-ad"
        ),
    ),
    "endless": System(
        layout="endless",
        styles=_P_STYLES,
        names=_names(
            "article=article.single-article title=h1.article__title meta=div.article__meta "
            "date=time.article__time author=a.article__author body=div.article__content "
            "figure=figure.article__figure caption=figcaption related=section.article__more item=div.teaser "
            "sidebar=aside.layout__side widget=div.box tags=ul.article__tags comments=div.article__comments "
            "share=div.article__share header=header.site-head menu=nav.site-nav footer=footer.site-foot "
            "ad=div.adv standfirst=p.article__lead"
        ),
    ),
    "two_copies": System(
        layout="copies",
        styles=(*_P_STYLES, "single"),
        names=_names(
            "article=div.details-page title=h1 meta=div.details-meta date=span.dt author=span.au "
            "body=div.details-text figure=div.details-pic caption=span.cap related=div.details-rel item=li "
            "sidebar=div.details-side widget=div.wd tags=div.details-tags share=div.details-share "
            "header=div.hd menu=ul.mn footer=div.ft ad=div.ad300 phone=div.visible-xs.mobile-text"
        ),
    ),
    "persian_portal": System(
        layout="columns",
        styles=(*_P_STYLES, "divs"),
        names=_names(
            "article=div.news-container title=h1.news-headline meta=div.news-nav date=div.news-publish-date "
            "author=div.news-reporter body=div.body.news-text figure=div.primary-image "
            "caption=div.image-title related=div.news-related item=div.linear-news sidebar=div.col-side "
            "widget=div.panel tags=div.tags-container comments=div#comments.comments-list "
            "comment=div.comment-item share=div.socials header=div.header menu=ul.main-menu "
            "footer=div.footer tools=div.news-tools standfirst=div.subtitle.news-lead views=div.news-code "
            "box_title=div.panel-title"
        ),
    ),
    "dle": System(
        layout="columns",
        styles=("single", "double", "divs", "aligned"),
        names=_names(
            "article=div#dle-content title=h1.ntitle meta=div.ninfo date=span.ndate author=a.nauthor "
            "body=div#news-id-8812 figure=div.nimg related=div.relatednews item=li sidebar=div.lcol "
            "widget=div.lblock box_title=div.lhead tags=div.ntags comments=div#dlecomments "
            "comment=div.bcomment share=div.nshare header=div.htop menu=ul.tmenu footer=div.fbot "
            "views=span.nviews"
        ),
    ),
    "urdu_portal": System(
        layout="columns",
        styles=("aligned", "plain", "spanned", "single"),
        names=_names(
            "article=div.story-area title=h2.story__title meta=span.story__byline date=span.timestamp--date "
            "author=a.story__byline__link body=div.story__content figure=div.media__item "
            "caption=figcaption.media__caption related=div.stories item=article.story.box sidebar=div.w-1/3 "
            "widget=div.box tags=div.story__tags comments=div.comments share=div.social header=div.header "
            "menu=ul.nav footer=footer.footer standfirst=div.story__excerpt"
        ),
    ),
    "hebrew_portal": System(
        layout="semantic",
        styles=("plain", "spanned", "classed", "deep_divs"),
        names=_names(
            "article=main.article-wrapper title=h1.mainTitle meta=div.authorAndDate date=span.DateDisplay "
            "author=div.authorName body=div.article-body.text_editor figure=div.ArticleImage "
            "caption=div.captionText related=div.promo-strip item=div.slotView sidebar=aside.siteSide "
            "widget=div.tabs tags=div.tagsBar comments=div.commentsMain comment=div.talkback "
            "share=div.shareBar header=header.siteHeader menu=div.topNav footer=footer.siteFooter "
            "standfirst=h2.subTitle ad=div.adsWrapper"
        ),
    ),
    "sections": System(
        layout="semantic",
        styles=("classed", "plain"),
        names=_names(
            "article=article.c-article title=h1.c-article__title meta=div.c-article__head date=time.c-date "
            "author=a.c-byline body=div.c-article__body.wysiwyg figure=figure.c-media "
            "caption=figcaption.c-media__caption related=div.c-more item=div.c-card sidebar=div.l-side "
            "widget=div.c-box tags=ul.c-tags comments=div.c-comments share=ul.c-share header=div.l-header "
            "menu=nav.c-nav footer=div.l-footer standfirst=div.c-article__intro "
            "inline_related=aside.c-inline ad=div.c-ad"
        ),
    ),
    "word_agency": System(
        layout="form",
        styles=("word", "aligned", "fonts", "single", "one_paragraph"),
        names=_names(
            "article=div.NewsDetails title=h1.Htitle meta=div.DateAdd date=span.dtl author=span.wr "
            "body=div#divDetails.Details figure=div.ImgNews caption=p.ImgTxt related=div.OtherNews "
            "item=div.OneNews sidebar=div.SideBar widget=div.SideBox box_title=div.SideTitle "
            "tags=div.TagsNews comments=div.CommentsNews comment=div.OneComment share=div.SocialNews "
            "header=div.TopHeader menu=div.MenuMain footer=div.FooterSite tools=div.ToolsNews "
            "ad=div.AdsNews"
        ),
    ),
}
"""The systems by name."""

HELD_BACK = frozenset(
    ("wordpress_td", "asp_forms", "bare_tables", "hand_made", "two_copies", "persian_portal", "sections")
)
"""Systems no training page is made in: the classifier is judged on them."""
